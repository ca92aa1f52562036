using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Testing.Services;

namespace Tautan.Platform.Tests.Calling;

/// <summary>Who gets through to a service, over real TLS.</summary>
public sealed class CallingTests
{
    private static readonly Principal Somebody = new(WellKnown.WorkspaceId, "key:one", new HashSet<string> { Scopes.LinksRead });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endpoint_that_names_nobody_refuses_everybody()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);

        foreach (var caller in new[] { ServiceNames.Gateway, ServiceNames.Health, ServiceNames.Links, "stranger" })
            (await AskAsync(installation.Client(caller, ServiceNames.Links, Somebody), "/nobody")).ShouldBe((403, "caller_not_allowed"));
    }

    [Fact]
    public async Task Caller_is_who_its_certificate_says()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);

        (await installation.Client(ServiceNames.Health, ServiceNames.Links).GetStringAsync("/who", Token)).ShouldBe("health -");
        (await AskAsync(installation.Client(ServiceNames.Links, ServiceNames.Links), "/who")).ShouldBe((403, "caller_not_allowed"));
        (await AskAsync(installation.Client(ServiceNames.Gateway, ServiceNames.Links), "/nothing")).ShouldBe((404, "no_such_endpoint"));
    }

    [Fact]
    public async Task Principal_is_believed_from_whom_its_token_is_bound_to_alone()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);

        (await installation.Client(ServiceNames.Gateway, ServiceNames.Links, Somebody).GetStringAsync("/who", Token)).ShouldBe("gateway key:one");
        (await installation.Client(ServiceNames.Health, ServiceNames.Links, Somebody).GetStringAsync("/who", Token)).ShouldBe("health key:one");
        using var thief = installation.Client(ServiceNames.Health, ServiceNames.Links);
        thief.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", installation.Caller(ServiceNames.Gateway).TokenFor(Somebody));
        (await AskAsync(thief, "/scoped")).ShouldBe((401, "invalid_token"));
        (await AskAsync(installation.Client(ServiceNames.Health, ServiceNames.Links), "/scoped")).ShouldBe((401, "unauthenticated"));
    }

    [Fact]
    public async Task Scope_is_needed_where_it_is_demanded()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);

        (await installation.Client(ServiceNames.Gateway, ServiceNames.Links, Somebody).GetStringAsync("/scoped", Token)).ShouldBe(WellKnown.WorkspaceId.ToString());
        (await AskAsync(installation.Client(ServiceNames.Gateway, ServiceNames.Links), "/scoped")).ShouldBe((401, "unauthenticated"));
        (await AskAsync(installation.Client(ServiceNames.Gateway, ServiceNames.Links, Somebody with { Scopes = new HashSet<string> { Scopes.LinksWrite } }), "/scoped"))
            .ShouldBe((403, "insufficient_scope"));
        (await AskAsync(installation.Client(ServiceNames.Gateway, ServiceNames.Links, Somebody with { Subject = "" }), "/scoped")).ShouldBe((401, "invalid_token"));
    }

    [Theory]
    [InlineData("/defect", 500, "internal_error")]
    [InlineData("/full", 503, "database_unavailable")]
    [InlineData("/stopping", 503, "service_unavailable")]
    public async Task What_nobody_expected_is_a_problem_that_tells_nothing(string path, int status, string code)
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);

        (await AskAsync(installation.Client(ServiceNames.Gateway, ServiceNames.Links), path)).ShouldBe((status, code));
        using var response = await installation.Client(ServiceNames.Gateway, ServiceNames.Links).GetAsync(path, Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Trace_of_the_call_goes_on()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new DoorService(), Token);
        using var client = installation.Client(ServiceNames.Gateway, ServiceNames.Links);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/traced") { Version = HttpVersion.Version20 };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await client.SendAsync(request, Token);

        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Peer_without_a_certificate_or_of_another_installation_is_refused(bool overTcp)
    {
        await using var installation = new TestInstallation();
        await using var other = new TestInstallation();
        var (links, addresses) = await StartAsync(installation, overTcp);
        await using var _ = links;
        using var ours = Identity(installation, ServiceNames.Gateway);
        using var theirs = Identity(other, ServiceNames.Gateway);
        var trusting = ours.ClientOptions(ServiceNames.Links).RemoteCertificateValidationCallback;

        (await GetAsync(addresses, ours.ClientOptions(ServiceNames.Links))).ShouldBe("gateway -");
        await RefusedAsync(addresses, new() { TargetHost = "links", RemoteCertificateValidationCallback = trusting });
        await RefusedAsync(addresses, new() { TargetHost = "links", RemoteCertificateValidationCallback = trusting, LocalCertificateSelectionCallback = (_, _, _, _, _) => theirs.Certificate });
        await RefusedAsync(addresses, theirs.ClientOptions(ServiceNames.Links));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Service_that_answers_in_the_place_of_another_is_not_believed(bool overTcp)
    {
        await using var installation = new TestInstallation();
        var (links, addresses) = await StartAsync(installation, overTcp);
        await using var _ = links;
        using var gateway = Identity(installation, ServiceNames.Gateway);

        (await GetAsync(addresses, gateway.ClientOptions(ServiceNames.Links))).ShouldBe("gateway -");

        // It is links that listens there, with a good certificate: for links.
        await RefusedAsync(addresses, gateway.ClientOptions(ServiceNames.Health));
    }

    [Fact]
    public async Task Plain_text_is_not_answered()
    {
        await using var installation = new TestInstallation();
        var (links, addresses) = await StartAsync(installation, overTcp: true);
        await using var _ = links;
        await using var stream = await addresses.ConnectAsync(ServiceNames.Links, Token);

        await stream.WriteAsync("GET /who HTTP/1.1\r\nHost: links\r\n\r\n"u8.ToArray(), Token);

        // TLS may say an alert before it closes; HTTP it does not speak.
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token).ContinueWith(_ => { }, TaskScheduler.Default);
        System.Text.Encoding.ASCII.GetString(all.ToArray()).ShouldNotContain("HTTP/");
    }

    [Fact]
    public async Task Renewed_certificate_is_shown_to_new_connections_without_a_restart()
    {
        await using var installation = new TestInstallation();
        var host = await installation.StartAsync(new DoorService(), Token);
        using var gateway = Identity(installation, ServiceNames.Gateway);
        var addresses = installation.Process.Addresses;
        var before = await ShownAsync(addresses, gateway);
        var files = installation.Process.Certificates;
        File.Delete(files.PathOf(ServiceNames.Links));

        host.App.Services.GetRequiredService<ServiceIdentity>().Refresh();

        (await ShownAsync(addresses, gateway)).ShouldNotBe(before);
    }

    [Fact]
    public async Task Socket_that_a_killed_process_left_is_taken_over()
    {
        await using var installation = new TestInstallation();
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(installation.Process.Addresses.SocketPath(ServiceNames.Links)));

        await installation.StartAsync(new DoorService(), Token);

        (await installation.Client(ServiceNames.Health, ServiceNames.Links).GetStringAsync("/who", Token)).ShouldBe("health -");
    }

    private static async Task<(IAsyncDisposable Host, ServiceAddresses Addresses)> StartAsync(TestInstallation installation, bool overTcp)
    {
        if (!overTcp)
            return (await installation.StartAsync(new DoorService(), Token), installation.Process.Addresses);
        var process = installation.Process;
        var app = ServiceHost.Build(new DoorService(), new ServiceProcess
        {
            Environment = process.Environment,
            Configuration = process.Configuration,
            Urls = process.Urls,
            Log = process.Log,
            Meters = process.Meters,
            Certificates = process.Certificates,
            Addresses = process.Addresses,
            Listen = new Dictionary<string, Uri> { [ServiceNames.Links] = new("https://127.0.0.1:0") },
        });
        await app.StartAsync(Token);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return (app, new ServiceAddresses("/nowhere", new Dictionary<string, Uri> { [ServiceNames.Links] = new($"https://localhost:{port}") }));
    }

    private static ServiceIdentity Identity(TestInstallation installation, string name) =>
        new(name, installation.Process.Certificates, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<ServiceIdentity>.Instance);

    private static async Task<string> GetAsync(ServiceAddresses addresses, System.Net.Security.SslClientAuthenticationOptions options)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => addresses.ConnectAsync(ServiceNames.Links, token), SslOptions = options })
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await client.GetStringAsync("https://links/who", Token);
    }

    // In TLS 1.3 a client hears that it was refused only when it reads: by then its HTTP has begun, and how it breaks is chance.
    private static async Task RefusedAsync(ServiceAddresses addresses, System.Net.Security.SslClientAuthenticationOptions options)
    {
        var refusal = await Should.ThrowAsync<HttpRequestException>(() => GetAsync(addresses, options));
        refusal.StatusCode.ShouldBeNull();
        (refusal.GetBaseException() is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused }).ShouldBeFalse("somebody listens there, and refuses");
    }

    private static async Task<string> ShownAsync(ServiceAddresses addresses, ServiceIdentity identity)
    {
        await using var tls = new System.Net.Security.SslStream(await addresses.ConnectAsync(ServiceNames.Links, Token));
        await tls.AuthenticateAsClientAsync(identity.ClientOptions(ServiceNames.Links), Token);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    private static async Task<(int Status, string Code)> AskAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        return ((int)response.StatusCode, problem.RootElement.GetProperty("code").GetString()!);
    }
}
