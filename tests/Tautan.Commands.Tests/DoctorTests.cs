using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tautan.Commands.Doctor;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private const string Ready = """{ "status": "ready", "services": { "gateway": { "status": "ready", "reasons": [] }, "health": { "status": "ready", "reasons": [] } } }""";

    private const string Gateway = """
        { "feeds": [{ "name": "links", "connected": true, "entries": 4, "held": null }, { "name": "verdicts", "connected": true, "entries": 2, "held": null }] }
        """;

    private const string Domains = """{ "items": [{ "name": "go.example", "verified": true }], "nextCursor": null }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("tautan-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (string, int, string) Metrics(string version) => ("GET /metrics", 200, $"# TYPE\ntarget_info{{service_name=\"tautan\",service_version=\"{version}\"}} 1\n");

    private static Task<FakeServer> ServerAsync(string ready = Ready, string gateway = Gateway, string domains = Domains, string? version = null) => FakeServer.StartAsync(
        ("GET /health/ready", 200, ready), ("GET /api/v1/gateway", 200, gateway), ("GET /api/v1/domains", 200, domains), Metrics(version ?? ShowVersion.Version));

    /// <summary>A data directory of a server that was started once.</summary>
    private void Install()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        File.WriteAllText(Path.Combine(data, "version"), "1\n");
        WritePrivate(Path.Combine(data, "admin-api-key"), Cli.Key);
        Directory.CreateDirectory(Path.Combine(data, "certs"));
        using var key = ECDsa.Create();
        File.WriteAllText(
            Path.Combine(data, "certs", "links.pem"), new CertificateRequest("CN=links", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddDays(90)).ExportCertificatePem());
    }

    private static void WritePrivate(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private Cli Of(FakeServer? server, FakeMachine? machine = null, bool onTerminal = false, DateTimeOffset? now = null) => new()
    {
        OnTerminal = onTerminal,
        Machine = machine ?? new(),
        WorkingDirectory = _folder,
        Time = new Clock(now ?? Now),
        Variables = { ["TAUTAN_SERVER"] = server?.Url ?? Nobody(), ["TAUTAN_OPERATIONS"] = server?.Url ?? Nobody() },
    };

    /// <summary>The system's clock, save for what it says the time is.</summary>
    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static string Nobody()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
    }

    private static string[] Line(Ended ended, string name) => ended.Lines.Select(line => line.Split('\t')).Single(fields => fields[0] == name);

    [Fact]
    public async Task A_server_that_its_settings_put_elsewhere_is_found_there()
    {
        Install();
        var ended = await Of(null, new() { Listening = (new("http://127.0.0.1:18080"), new("http://localhost:18081")) }).RunAsync("doctor");
        ended.Code.ShouldBe(ExitCodes.Failed);
        Line(ended, "server")[3].ShouldBe("TAUTAN_SERVER=http://127.0.0.1:18080, where the settings put it; tautan serve, where it does not run");
        Line(ended, "services")[3].ShouldBe("TAUTAN_OPERATIONS=http://localhost:18081, where the settings put it; tautan serve, where it does not run");
    }

    [Fact]
    public async Task Of_what_is_well_nothing_is_wrong()
    {
        Install();
        await using var server = await ServerAsync();
        var ended = await Of(server).RunAsync("doctor");
        ended.ShouldBeDone().Error.ShouldBeEmpty();
        ended.Lines.Select(line => string.Join(' ', line.Split('\t')[..2])).ShouldBe(
        [
            "data ok", "settings ok", "privacy ok", "disk ok", "certificates ok", "files ok", "clock ok", "server ok", "feed links ok", "feed verdicts ok",
            "service gateway ok", "service health ok", "version ok", "tls skipped", "domain go.example warning",
        ]);
        ended.Lines.ShouldAllBe(line => line.Split('\t').Length == 4);
    }

    [Fact]
    public async Task Where_there_is_nothing_it_says_what_starts_it()
    {
        var ended = await Of(null).RunAsync("doctor");
        ended.Code.ShouldBe(ExitCodes.Failed);
        Line(ended, "data")[1..].ShouldBe(["wrong", $"{_folder}/data does not exist", $"tautan serve --data {_folder}/data starts an installation there; --data DIR names another place"]);
        Line(ended, "key")[1].ShouldBe("wrong");
        Line(ended, "key")[3].ShouldContain("TAUTAN_API_KEY");
        Line(ended, "services")[1].ShouldBe("wrong");
        Line(ended, "services")[3].ShouldContain("tautan serve");
        Line(ended, "version")[1].ShouldBe("skipped");
    }

    [Fact]
    public async Task What_the_machine_lacks_is_said()
    {
        Install();
        await using var server = await ServerAsync();
        var machine = new FakeMachine { WrongSetting = "TAUTAN_Urls__Pubic is unknown", Disk = (50 << 20, 1L << 40), OpenFiles = 256, ClockKept = false };
        File.SetUnixFileMode(Path.Combine(_folder, "data", "admin-api-key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var ended = await Of(server, machine, now: Now.AddDays(100)).RunAsync("doctor");
        ended.Code.ShouldBe(ExitCodes.Failed);
        Line(ended, "settings")[1..3].ShouldBe(["wrong", "TAUTAN_Urls__Pubic is unknown"]);
        Line(ended, "disk")[1..3].ShouldBe(["wrong", "50 MiB of 1048576 MiB are free"]);
        Line(ended, "files")[1].ShouldBe("wrong");
        Line(ended, "files")[3].ShouldContain("LimitNOFILE");
        Line(ended, "clock")[1..].ShouldBe(["warning", "nothing keeps it right; starts, ends and certificates go by it", "timedatectl set-ntp true"]);
        Line(ended, "certificates")[1].ShouldBe("wrong");
        Line(ended, "privacy")[3].ShouldBe($"chmod go= {_folder}/data/admin-api-key");
    }

    [Fact]
    public async Task A_blind_service_a_held_feed_and_another_version_are_said_with_what_mends_them()
    {
        Install();
        await using var server = await ServerAsync(
            """{ "status": "failing", "services": { "health": { "status": "degraded", "reasons": ["blind: no witness answers"] }, "links": { "status": "failing", "reasons": ["house_away: x"] } } }""",
            """{ "feeds": [{ "name": "links", "connected": true, "held": { "revision": 43, "removes": 3, "of": 4 } }, { "name": "verdicts", "connected": false, "held": null }] }""",
            version: "0.0.1");
        var ended = await Of(server).RunAsync("doctor");
        ended.Code.ShouldBe(ExitCodes.Failed);
        Line(ended, "service health")[1..3].ShouldBe(["warning", "degraded: blind: no witness answers"]);
        Line(ended, "service health")[3].ShouldContain("TAUTAN_Health__Witnesses__0");
        Line(ended, "service links")[3].ShouldContain("tautan restart house");
        Line(ended, "feed links")[2..].ShouldBe(["a snapshot that would remove 3 of 4 is held back", "tautan gateway accept --feed links where that is meant; else bring the database back"]);
        Line(ended, "feed verdicts")[1].ShouldBe("wrong");
        Line(ended, "version")[1].ShouldBe("warning");
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_wrong()
    {
        Install();
        await using var server = await FakeServer.StartAsync(("GET /api/v1/gateway", 401, ""), ("GET /health/ready", 200, Ready), ("GET /api/v1/domains", 401, ""));
        var ended = await Of(server).RunAsync("doctor");
        ended.Code.ShouldBe(ExitCodes.Failed);
        Line(ended, "key")[1].ShouldBe("wrong");
        ended.Out.ShouldNotContain(Cli.Key);
    }

    [Theory]
    [InlineData(60, null, "ok", "the certificate of base.example ends 2027-01-24")]
    [InlineData(10, null, "warning", "the certificate of base.example ends 2026-12-05")]
    [InlineData(-1, null, "wrong", "the certificate of base.example ends 2026-11-24")]
    [InlineData(60, "it is for another name", "wrong", "the certificate of base.example ends 2027-01-24; visitors do not trust it: it is for another name")]
    public async Task The_certificate_that_visitors_see_is_looked_at(int days, string? problem, string state, string said)
    {
        Install();
        await using var server = await ServerAsync();
        var machine = new FakeMachine { Base = new("https://base.example"), Certificate = (_, _) => new(Now.AddDays(days), problem) };
        Line(await Of(server, machine).RunAsync("doctor"), "tls")[1..3].ShouldBe([state, said]);
    }

    [Fact]
    public async Task No_tls_and_a_door_that_is_shut_are_said()
    {
        Install();
        await using var server = await ServerAsync();
        Line(await Of(server, new FakeMachine { Base = new("http://base.example") }).RunAsync("doctor"), "tls")[1].ShouldBe("warning");
        Line(await Of(server, new FakeMachine { Base = new("https://base.example") }).RunAsync("doctor"), "tls")[1..3].ShouldBe(["wrong", "no secure connection to base.example: Connection refused"]);
    }

    [Fact]
    public async Task Domains_that_are_not_verified_or_lead_elsewhere_are_said()
    {
        Install();
        await using var server = await ServerAsync(domains: """
            { "items": [
              { "name": "go.example", "verified": true }, { "name": "nowhere.example", "verified": true }, { "name": "elsewhere.example", "verified": true },
              { "name": "own.example", "verified": true }, { "name": "localhost:8080", "verified": true },
              { "name": "new.example", "verified": false, "verification": { "txtName": "_t.new.example", "txtValue": "v" } } ], "nextCursor": null }
            """);
        var machine = new FakeMachine { Base = new("https://base.example"), Names = { ["elsewhere.example"] = ["198.51.100.9"], ["own.example"] = ["192.0.2.7"] } };
        var ended = await Of(server, machine).RunAsync("doctor");
        Line(ended, "domain go.example")[1..3].ShouldBe(["ok", "it leads to 192.0.2.1"]);
        Line(ended, "domain own.example")[1].ShouldBe("ok");
        Line(ended, "domain localhost:8080")[1].ShouldBe("ok");
        Line(ended, "domain nowhere.example")[1..3].ShouldBe(["wrong", "its name has no address"]);
        Line(ended, "domain elsewhere.example")[1].ShouldBe("warning");
        Line(ended, "domain new.example")[3].ShouldContain("publish a TXT record \"v\" at _t.new.example");
    }

    [Fact]
    public async Task As_json_it_is_one_document_and_on_a_terminal_a_table()
    {
        Install();
        await using var server = await ServerAsync();
        var json = Sample.Parse((await Of(server).RunAsync("doctor", "--json")).ShouldBeDone().Out);
        json.GetProperty("healthy").GetBoolean().ShouldBeTrue();
        json.GetProperty("findings")[0].GetProperty("name").GetString().ShouldBe("data");
        json.GetProperty("findings")[0].GetProperty("remedy").GetString().ShouldBeNull();
        var table = (await Of(server, onTerminal: true).RunAsync("doctor")).ShouldBeDone();
        table.Lines[^1].ShouldBe("0 wrong, 1 to look at");
        table.Out.ShouldContain("→ an A or AAAA record for go.example");
    }

    [Fact]
    public async Task The_real_machine_answers()
    {
        var machine = new Machine();
        machine.DiskOf(_folder).Total.ShouldBeGreaterThan(0);
        machine.OpenFilesOf(null)!.Value.ShouldBeGreaterThan(0);
        machine.OpenFilesOf(int.MaxValue).ShouldBeNull();
        machine.OwnAddresses().ShouldContain(IPAddress.Loopback);
        machine.IsClockKept();
        (await machine.AddressesAsync("127.0.0.1", TestContext.Current.CancellationToken)).ShouldBe([IPAddress.Loopback]);
        var nobody = new Uri(Nobody());
        await Should.ThrowAsync<IOException>(() => machine.CertificateAsync("127.0.0.1", nobody.Port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_real_certificate_that_nobody_trusts_is_seen_and_said()
    {
        using var key = ECDsa.Create();
        using var made = new CertificateRequest("CN=go.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddDays(90));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, certificate);
        var seen = await new Machine().CertificateAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken);
        seen.Until.ShouldBe(Now.AddDays(90));
        seen.Problem.ShouldBe("it is for another name");
        await served;
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(certificate);
    }
}
