using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Platform.Hosting;
using Tautan.Serving;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>One host, from its start to its end, in all the ways it may fail.</summary>
public sealed class SupervisorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_whose_work_crashes_is_started_again()
    {
        var starts = 0;
        var crash = new TaskCompletionSource();
        await using var supervisor = new ServiceSupervisor(
            "links",
            false,
            () => Host(async stopping =>
            {
                if (Interlocked.Increment(ref starts) != 1)
                    return;
                await crash.Task.WaitAsync(stopping);
                throw new InvalidOperationException("crash");
            }),
            NullLogger.Instance);
        supervisor.Start();
        await UntilAsync(() => supervisor.Readiness().Status == ReadyStatus.Ready);
        crash.SetResult();
        await UntilAsync(() => Volatile.Read(ref starts) == 2 && supervisor.Readiness().Status == ReadyStatus.Ready);
    }

    [Fact]
    public async Task What_ran_already_when_the_start_failed_is_stopped_and_not_torn_off()
    {
        var stopped = new TaskCompletionSource();
        await using var supervisor = new ServiceSupervisor(
            "links",
            false, () => Host(_ => Task.CompletedTask, services => services.AddSingleton<IHostedService>(new First(stopped)).AddSingleton<IHostedService>(new Failing())), NullLogger.Instance);
        supervisor.Start();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_setting_that_is_found_wrong_late_still_ends_the_start()
    {
        var late = new TaskCompletionSource();
        using var data = new TemporaryDirectory();
        using var log = new Platform.Telemetry.ProcessLog(TextWriter.Null, json: false);
        var (configuration, urls, _) = Preparation.ReadSettings(data.Path);
        var process = Preparation.Process(new ServeOptions(["links"], data.Path, IsHouse: false, new HashSet<string>()), configuration, urls, log, "1.0.0");
        await using var hosts = new Hosts([new Late(late.Task)], process, NullLogger.Instance);
        hosts.Start();
        var starting = hosts.FirstStartAsync();
        late.SetResult();
        (await Should.ThrowAsync<SettingsException>(() => starting.WaitAsync(TimeSpan.FromSeconds(30), Token))).Message.ShouldBe("late");
    }

    [Fact]
    public async Task One_that_is_to_stop_says_so_while_it_still_works()
    {
        await using var supervisor = new ServiceSupervisor("gateway", false, () => Host(_ => Task.CompletedTask), NullLogger.Instance);
        supervisor.Start();
        await UntilAsync(() => supervisor.Readiness().Status == ReadyStatus.Ready);
        supervisor.Retire();
        supervisor.Readiness().ShouldSatisfyAllConditions(
            readiness => readiness.Status.ShouldBe(ReadyStatus.Failing),
            readiness => readiness.Reasons.ShouldBe(["stopping"]));
    }

    [Fact]
    public async Task How_a_service_of_this_process_is_nobody_else_is_asked()
    {
        await using var supervisor = new ServiceSupervisor("gateway", false, () => Host(_ => Task.CompletedTask), NullLogger.Instance);
        supervisor.Start();
        await UntilAsync(() => supervisor.Readiness().Status == ReadyStatus.Ready);
        // Nobody is there to ask the house with: asking it would throw.
        var readings = new Readings([supervisor], ["links"]) { Services = null };
        (await readings.OneAsync("gateway", Token))!.Status.ShouldBe(ReadyStatus.Ready);
        (await readings.OneAsync("nothing", Token)).ShouldBeNull();
    }

    private static WebApplication Host(Func<CancellationToken, Task> work, Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        add?.Invoke(builder.Services);
        builder.Services.AddSingleton<IHostedService>(new Work(work));
        return builder.Build();
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var limit = Environment.TickCount64 + 30_000;
        while (!isSo())
        {
            Environment.TickCount64.ShouldBeLessThan(limit, "It was not so within 30 seconds.");
            await Task.Delay(5, Token);
        }
    }

    private sealed class Work(Func<CancellationToken, Task> work) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => work(stoppingToken);
    }

    private sealed class First(TaskCompletionSource stopped) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stopped.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It cannot start.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Late(Task when) : Service
    {
        public override string Name => "links";

        public override IReadOnlyList<SettingsSection> Settings => [];

        public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
        {
            when.Wait(Token);
            throw new SettingsException("late");
        }

        public override void Map(WebApplication app)
        {
        }
    }
}
