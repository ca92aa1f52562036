using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Platform.Certificates;

namespace Tautan.Platform.Tests.Certificates;

public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-certs-").FullName;
    private readonly Clock _time = new() { Now = Now };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_authority_lasts_ten_years_and_a_service_a_year_under_its_one_name()
    {
        var files = Files("a");
        Authority(files).Ensure(["links", "health"]).ShouldBe(["ca", "links", "health"]);
        var authority = files.ReadAuthorities()[0];
        (authority.NotAfter - Now.LocalDateTime).TotalDays.ShouldBe(3653, 2);
        authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeTrue();
        using var links = files.ReadService("links");
        (links.NotAfter - Now.LocalDateTime).TotalDays.ShouldBe(365, 2);
        ServiceCertificate.NameOf(links).ShouldBe("links");
        links.GetECDsaPublicKey()!.KeySize.ShouldBe(256);
    }

    [Fact]
    public void Keys_are_their_owners_alone_and_so_is_the_folder()
    {
        var files = Files("a");
        Authority(files).Ensure(["links"]);
        foreach (var path in new[] { files.AuthorityKeyPath, files.KeyPathOf("links") })
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(files.Directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void What_is_there_and_good_is_kept()
    {
        var files = Files("a");
        Authority(files).Ensure(["links"]);
        var before = File.ReadAllText(files.PathOf("links"));
        Authority(files).Ensure(["links"]).ShouldBeEmpty();
        File.ReadAllText(files.PathOf("links")).ShouldBe(before);
    }

    [Fact]
    public void A_certificate_is_renewed_before_its_end_and_picked_up_by_the_running_service()
    {
        var files = Files("a");
        using var identity = new ServiceIdentity("links", files, _time, NullLogger<ServiceIdentity>.Instance);
        var first = identity.Certificate.SerialNumber;
        _time.Now += TimeSpan.FromDays(300);
        identity.Refresh();
        identity.Certificate.SerialNumber.ShouldBe(first, "it has more than 60 days left");
        _time.Now += TimeSpan.FromDays(10);
        identity.Refresh();
        identity.Certificate.SerialNumber.ShouldNotBe(first);
        identity.Certificate.NotAfter.ToUniversalTime().ShouldBeGreaterThan(_time.GetUtcNow().UtcDateTime.AddDays(300));
    }

    [Fact]
    public void A_pair_that_somebody_else_put_there_is_picked_up_without_a_restart()
    {
        var files = Files("a");
        using var identity = new ServiceIdentity("links", files, _time, NullLogger<ServiceIdentity>.Instance);
        var first = identity.Certificate.SerialNumber;
        File.Delete(files.PathOf("links"));
        Authority(files).Ensure(["links"]);
        File.SetLastWriteTimeUtc(files.PathOf("links"), Now.UtcDateTime.AddMinutes(5));
        identity.Refresh();
        identity.Certificate.SerialNumber.ShouldNotBe(first);
    }

    [Fact]
    public void Without_the_authoritys_key_a_machine_works_with_its_own_pair_and_makes_no_other()
    {
        var files = Files("a");
        Authority(files).Ensure(["links"]);
        File.Delete(files.AuthorityKeyPath);
        Authority(files).Ensure(["links"]).ShouldBeEmpty();
        Should.Throw<CertificateException>(() => Authority(files).Ensure(["health"])).Message.ShouldContain("tautan certs");
    }

    [Fact]
    public void A_peer_is_believed_only_with_this_authority_and_the_expected_name()
    {
        var ours = Files("a");
        var theirs = Files("b");
        Authority(ours).Ensure(["links", "health"]);
        Authority(theirs).Ensure(["links"]);
        var peers = new PeerValidator(ours.ReadAuthorities(), _time);
        using var links = ours.ReadService("links");
        using var health = ours.ReadService("health");
        using var foreign = theirs.ReadService("links");
        peers.IsService(links, "links").ShouldBeTrue();
        peers.IsService(health, "links").ShouldBeFalse("another service of ours");
        peers.IsService(foreign, "links").ShouldBeFalse("another installation's links");
        peers.IsTrusted(foreign).ShouldBeFalse();
        peers.IsService(null, "links").ShouldBeFalse();
    }

    [Fact]
    public void Of_two_processes_that_start_at_once_one_makes_the_authority_and_both_use_it()
    {
        var files = Files("a");
        Parallel.For(0, 8, n => Authority(files).Ensure([$"service{n}", "links"]));
        var peers = new PeerValidator(files.ReadAuthorities(), _time);
        for (var n = 0; n < 8; n++)
        {
            using var certificate = files.ReadService($"service{n}");
            peers.IsTrusted(certificate).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("certificate")]
    [InlineData("nothing that can be read")]
    public void A_pair_that_a_crash_left_half_written_is_made_anew(string half)
    {
        var files = Files("a");
        Authority(files).Ensure(["links", "health"]);
        if (half == "key")
            File.Copy(files.KeyPathOf("health"), files.KeyPathOf("links"), overwrite: true);
        else
            File.WriteAllText(files.PathOf("links"), half == "certificate" ? File.ReadAllText(files.PathOf("health")) : "");

        Authority(files).Ensure(["links"]).ShouldBe(["links"]);

        using var links = files.ReadService("links");
        ServiceCertificate.NameOf(links).ShouldBe("links");
    }

    [Fact]
    public void A_pair_that_cannot_be_read_is_refused_by_name_where_none_can_be_made()
    {
        var files = Files("a");
        Authority(files).Ensure(["links"]);
        File.Delete(files.AuthorityKeyPath);
        File.WriteAllText(files.PathOf("links"), "");

        Should.Throw<CertificateException>(() => new ServiceIdentity("links", files, _time, NullLogger<ServiceIdentity>.Instance)).Message.ShouldContain(files.PathOf("links"));
    }

    [Fact]
    public void A_clock_that_went_back_makes_certificates_all_the_same()
    {
        var files = Files("a");
        Authority(files).Ensure(["links"]);
        _time.Now -= TimeSpan.FromHours(12);

        Authority(files).Ensure(["health"]).ShouldBe(["health"]);

        using var health = files.ReadService("health");
        new PeerValidator(files.ReadAuthorities(), _time).IsTrusted(health).ShouldBeTrue();
    }

    [Fact]
    public void An_authority_that_ended_is_told_and_a_running_service_goes_on()
    {
        var files = Files("a");
        using var identity = new ServiceIdentity("links", files, _time, NullLogger<ServiceIdentity>.Instance);
        var first = identity.Certificate.SerialNumber;
        _time.Now += TimeSpan.FromDays(3700);

        identity.Refresh();

        identity.Certificate.SerialNumber.ShouldBe(first);
        Should.Throw<CertificateException>(() => Authority(files).Ensure(["links"])).Message.ShouldContain(files.AuthorityPath);
    }

    [Fact]
    public void A_renewed_certificate_is_kept_until_it_too_ends_soon()
    {
        var files = Files("a");
        using var identity = new ServiceIdentity("links", files, _time, NullLogger<ServiceIdentity>.Instance);
        _time.Now += TimeSpan.FromDays(310);
        identity.Refresh();
        var renewed = identity.Certificate.SerialNumber;

        identity.Refresh();
        identity.Certificate.SerialNumber.ShouldBe(renewed);
        identity.Peers.IsTrusted(identity.Certificate).ShouldBeTrue();

        _time.Now += TimeSpan.FromDays(366);
        identity.Peers.IsTrusted(identity.Certificate).ShouldBeFalse("it ended");
    }

    [Fact]
    public void A_certificate_with_two_names_speaks_for_nobody()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new CertificateRequest("CN=links", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("links");
        names.AddDnsName("gateway");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(Now, Now.AddDays(1));

        ServiceCertificate.NameOf(certificate).ShouldBeNull();
    }

    // A clock that is set: three hundred days of a fake timer would be as many thousand looks at the files.
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private CertificateFiles Files(string name) => new(Path.Combine(_directory, name));

    private CertificateAuthority Authority(CertificateFiles files) => new(files, _time);
}
