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
        var peers = new PeerValidator(ours.ReadAuthorities());
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
        var peers = new PeerValidator(files.ReadAuthorities());
        for (var n = 0; n < 8; n++)
        {
            using var certificate = files.ReadService($"service{n}");
            peers.IsTrusted(certificate).ShouldBeTrue();
        }
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
