using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>What a start refuses, and how it says so.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_second_process_on_one_data_directory_refuses_to_start_and_says_who_holds_it()
    {
        await using var installation = new Installation();
        var first = await installation.StartReadyAsync("serve");
        var second = installation.Start("serve");
        (await second.ExitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
        second.Output.ShouldContain($"process {first.Id} holds it");
        (await installation.HealthAsync()).Code.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_data_directory_of_a_newer_version_is_refused()
    {
        await using var installation = new Installation();
        Directory.CreateDirectory(installation.Data);
        await File.WriteAllTextAsync(Path.Combine(installation.Data, "version"), "99\n");
        var process = installation.Start("serve");
        (await process.ExitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
        process.Output.ShouldContain("written by a newer version");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named_in_one_line()
    {
        await using var installation = new Installation();
        await File.WriteAllTextAsync(installation.Data, "a file");
        foreach (var data in new[] { "/proc/tautan", installation.Data })
        {
            await using var process = TautanProcess.Start(["serve", "--data", data], installation.Settings, installation.Root);
            (await process.ExitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
            process.Output.Split('\n').ShouldHaveSingleItem().ShouldStartWith($"tautan: The data directory {data} cannot be used: ");
        }
    }

    [Fact]
    public async Task With_a_mistyped_admin_key_everything_runs_and_whoever_brings_it_is_refused()
    {
        await using var installation = new Installation();
        Directory.CreateDirectory(installation.Data);
        await File.WriteAllTextAsync(Path.Combine(installation.Data, "admin-api-key"), "mistyped\n");
        await installation.StartReadyAsync("serve");
        (await installation.WhereAsync("nothing")).ShouldBe("404");
        using var response = await installation.Api.GetAsync("/api/v1/links");
        ((int)response.StatusCode).ShouldBe(401);
        (await response.Content.ReadAsStringAsync()).ShouldContain("invalid_token");
        (await installation.HealthAsync("/health/ready/identity")).Body!.ToJsonString().ShouldContain("no_admin_key: ");
    }

    [Fact]
    public async Task What_is_made_in_a_directory_that_others_can_enter_is_its_owners_alone()
    {
        await using var installation = new Installation();
        Directory.CreateDirectory(installation.Data, (UnixFileMode)0b111_101_101);
        await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "x", destinations = new[] { new { url = "https://a.example" } }, health = new { enabled = false } });
        Directory.EnumerateFiles(installation.Data, "*", SearchOption.AllDirectories)
            .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != 0)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://127.0.0.1:9", true)]
    public async Task What_pushes_metrics_is_loaded_only_where_it_is_set(string? endpoint, bool isLoaded)
    {
        await using var installation = new Installation();
        if (endpoint is not null)
            installation.Settings["TAUTAN_Telemetry__Otlp"] = endpoint;
        var edge = await installation.StartReadyAsync("serve");
        (await installation.Visitor.GetStringAsync(new Uri(installation.Operations, "/metrics"))).ShouldContain("dotnet_process_cpu_count");
        (await installation.Visitor.GetStringAsync(new Uri(installation.Operations, "/metrics/house"))).ShouldContain("tautan_health_watching{");
        (await File.ReadAllTextAsync($"/proc/{edge.Id}/maps")).Contains("OpenTelemetry.dll", StringComparison.Ordinal).ShouldBe(isLoaded);
    }

    [Theory]
    [InlineData("TAUTAN_Urls__Pubic", "x", "TAUTAN_Urls__Public")]
    [InlineData("TAUTAN_Urls__Public", "ftp://x", "expected http://ADDRESS:PORT")]
    [InlineData("TAUTAN_Links__Database", "nonsense", "TAUTAN_Links__Database")]
    [InlineData("TAUTAN_Outbound__AllowedNetworks__0", "everywhere", "AllowedNetworks")]
    [InlineData("TAUTAN_Health__Witnesses__0", "nowhere", "Witnesses")]
    [InlineData("TAUTAN_Listen__lynx", "https://127.0.0.1:1", "names no service")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string name, string value, string expected)
    {
        await using var installation = new Installation();
        installation.Settings[name] = value;
        var process = installation.Start("serve");
        (await process.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(78);
        process.Output.ShouldContain(expected);
        process.Output.Split('\n').Count(line => line.StartsWith("tautan: ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_one_line()
    {
        await using var installation = new Installation();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, installation.Public.Port);
        taken.Start();
        var process = installation.Start("serve");
        (await process.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        process.Output.ShouldContain(installation.Public.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Variables_that_orchestrators_inject_are_ignored()
    {
        await using var installation = new Installation();
        installation.Settings["TAUTAN_PORT"] = "tcp://10.0.0.1:80";
        installation.Settings["TAUTAN_SERVICE_HOST"] = "10.0.0.1";
        await installation.StartReadyAsync("serve");
    }

    [Fact]
    public async Task The_start_says_in_one_line_what_runs_where_and_what_to_try()
    {
        await using var installation = new Installation();
        var process = await installation.StartReadyAsync("serve");
        await installation.UntilAsync(() => Task.FromResult(process.Output.Contains("is ready", StringComparison.Ordinal)), "announced", TimeSpan.FromSeconds(10));
        var line = process.Output.Split('\n').Single(line => line.Contains("is ready", StringComparison.Ordinal));
        line.ShouldContain("gateway, links, health");
        line.ShouldContain(installation.Public.Authority);
        line.ShouldContain(installation.Operations.Authority);
        line.ShouldContain("tautan links create");
    }
}
