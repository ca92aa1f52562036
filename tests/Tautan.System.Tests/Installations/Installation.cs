using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tautan.SystemTests.Installations;

/// <summary>An installation of its own: a data directory, ports, settings, and the processes that run on it.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly List<TautanProcess> _processes = [];
    private HttpClient? _api;

    public Installation()
    {
        Root = Directory.CreateTempSubdirectory("tautan-test-").FullName;
        var ports = Ports.Free(2);
        Public = new Uri($"http://127.0.0.1:{ports[0]}");
        Operations = new Uri($"http://127.0.0.1:{ports[1]}");
        Settings = new Dictionary<string, string>
        {
            ["TAUTAN_Urls__Public"] = Public.GetLeftPart(UriPartial.Authority),
            ["TAUTAN_Urls__Operations"] = Operations.GetLeftPart(UriPartial.Authority),
            ["TAUTAN_Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
            ["TAUTAN_Links__FetchPages"] = "false",
        };
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public Uri Public { get; }

    public Uri Operations { get; }

    public Dictionary<string, string> Settings { get; }

    /// <summary>A visitor: follows nothing, keeps nothing.</summary>
    public HttpClient Visitor { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>A caller with the administrator's key.</summary>
    public HttpClient Api => _api ??= new HttpClient(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = Public,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(Data, "admin-api-key")).Trim()) },
    };

    public TautanProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public TautanProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var all = new Dictionary<string, string>(Settings);
        foreach (var (name, value) in settings)
            all[name] = value;
        var process = TautanProcess.Start([.. arguments, "--data", Data], all, Root);
        _processes.Add(process);
        return process;
    }

    /// <summary>Starts it as systemd does, with the listening socket handed over under this name.</summary>
    public TautanProcess StartActivated(Systemd systemd, string name, params string[] arguments)
    {
        var (command, environment) = systemd.Hand(name);
        foreach (var (key, value) in Settings)
            environment[key] = value;
        var process = TautanProcess.Start([.. arguments, "--data", Data], environment, Root, command);
        _processes.Add(process);
        return process;
    }

    /// <summary>Runs a command of the client to its end.</summary>
    public async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        var process = Start(new Dictionary<string, string> { ["TAUTAN_SERVER"] = Public.ToString() }, arguments);
        return (await process.ExitAsync(TimeSpan.FromSeconds(60)), process.Output);
    }

    public async Task<TautanProcess> StartReadyAsync(params string[] arguments)
    {
        var process = Start(arguments);
        await ReadyAsync(process);
        return process;
    }

    public Task ReadyAsync(TautanProcess? process = null) => UntilAsync(
        async () =>
        {
            if (process?.HasExited == true)
                throw new InvalidOperationException("It ended:\n" + process.Output);
            return (await HealthAsync()).Code == HttpStatusCode.OK;
        },
        "ready",
        TimeSpan.FromSeconds(90));

    /// <summary>What <c>/health/ready</c> answers; no code where nobody does.</summary>
    public async Task<(HttpStatusCode? Code, JsonNode? Body)> HealthAsync(string path = "/health/ready", Uri? operations = null)
    {
        try
        {
            using var response = await Visitor.GetAsync(new Uri(operations ?? Operations, path));
            return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
        }
        catch (HttpRequestException)
        {
            return (null, null);
        }
    }

    /// <summary>Where a slug leads now; the status where it is no redirect.</summary>
    public async Task<string> WhereAsync(string slug)
    {
        using var response = await Visitor.GetAsync(new Uri(Public, "/" + slug));
        return response.Headers.Location?.OriginalString ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<JsonNode> CreateAsync(object link)
    {
        using var response = await Api.PostAsJsonAsync("/api/v1/links", link);
        var body = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.Created ? JsonNode.Parse(body)! : throw new InvalidOperationException($"{response.StatusCode}: {body}");
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Api.GetStringAsync(path))!;

    /// <summary>Asks again and again, a few times a second, until something is so.</summary>
    public async Task<TimeSpan> UntilAsync(Func<Task<bool>> isSo, string what, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"It was not so within {limit}: {what}\n{string.Join("\n--\n", _processes.Select(process => process.Output))}");
            await Task.Delay(20);
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        Visitor.Dispose();
        _api?.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
