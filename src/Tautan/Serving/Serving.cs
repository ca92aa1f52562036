using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tautan.Contracts;
using Tautan.Platform.Certificates;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;

namespace Tautan.Serving;

/// <summary>
/// A serving process, from start to end: it holds the locks, runs a host a service and the operations port, starts the house where it is the
/// edge, and stops all of it in order: the house first, redirects last.
/// </summary>
internal static partial class Serving
{
    private static readonly TimeSpan HousePatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HouseDrain = ServiceHost.DrainTime * 0.8;
    private static readonly TimeSpan OrphanTime = TimeSpan.FromSeconds(1.5);

    /// <returns>The exit code: 0, 1 (it cannot serve) or 78 (a setting is wrong).</returns>
    public static async Task<int> RunAsync(ServeOptions options, string version, TextWriter output, TextWriter errors)
    {
        try
        {
            return await ServeAsync(options, version, output);
        }
        catch (SettingsException exception)
        {
            await errors.WriteLineAsync($"tautan: {exception.Message}");
            return HouseChild.BadSettings;
        }
        catch (Exception exception) when (exception is ServeException or CertificateException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"tautan: {exception.Message}");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(ServeOptions options, string version, TextWriter output)
    {
        using var stop = new StopRequest();
        using var systemd = SystemdNotifier.Take();
        if (options.IsHouse)
            EdgeLifeline.Watch(Console.OpenStandardInput(), isAsked => stop.Ask(isAsked ? null : OrphanTime));
        var (configuration, urls, telemetry) = Preparation.ReadSettings(options.DataDirectory);
        DataDirectory.Open(options.DataDirectory);
        using var locks = new Locks(options.Hosted.Select(service => DataLock.Take(options.DataDirectory, service, options.IsHouse ? HousePatience : TimeSpan.Zero)));
        using var log = new ProcessLog(output, telemetry.Logs is null ? Console.IsOutputRedirected : telemetry.Logs == "json");
        var process = Preparation.Process(options, configuration, urls, log, version);
        var logger = new LoggerFactory([log.For(options.IsEdge ? "edge" : options.IsHouse ? ServiceNames.House : "tautan")]).CreateLogger("Tautan.Serving");
        new CertificateAuthority(process.Certificates, process.Time).Ensure(options.IsEdge ? [.. Catalogue.Names, ServiceNames.House] : options.IsHouse ? [.. options.Hosted, ServiceNames.House] : options.Hosted);

        await using var hosts = new Hosts(Catalogue.Make(options.Hosted), process, logger);
        var readings = new Readings(hosts.All, options.IsEdge ? Catalogue.House : []);
        await using var house = options.IsEdge ? new HouseChild(options, new HousePulse(readings.IsHouseThereAsync, process.Time), logger) : null;
        house?.Start();
        hosts.Start();
        await using var operations = OperationsHost.Build(process, options, readings, telemetry);
        readings.Services = operations.Services;
        await StartOperationsAsync(operations, process);
        await using var watchdog = new Watchdog(systemd, process, logger);
        watchdog.Start();
        await using var orders = house is null ? null : TakeOrders(options, process, house, readings, logger);
        var starting = hosts.FirstStartAsync();
        _ = SayReadyAsync(starting, systemd);
        // What can be told at once is told before anything else is said.
        await Task.WhenAny(starting, stop.Asked, Task.Delay(TimeSpan.FromSeconds(1)));
        if (starting.IsFaulted)
            await starting;

        var announcing = options.IsHouse ? Task.CompletedTask : AnnounceAsync(options, process, readings, house, logger, stop.Token);
        await Task.WhenAny(stop.Asked, house?.GaveUp ?? stop.Asked, FailureOf(starting));
        if (!stop.Asked.IsCompleted && starting.IsFaulted)
            await starting;
        // The house has said which setting is wrong.
        if (!stop.Asked.IsCompleted)
            return HouseChild.BadSettings;
        await announcing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogStopping(logger);
        systemd.Stopping();
        hosts.Retire();
        // Only where the socket outlives the process: elsewhere whoever connects anew could come too late to be let in.
        if (process.Sockets.Public.Count != 0)
            hosts.Drain();
        // All of it within the time of one: the house has to be done before its edge begins.
        var end = Environment.TickCount64 + (long)(stop.Limit ?? (options.IsHouse ? HouseDrain : ServiceHost.DrainTime)).TotalMilliseconds;
        if (house is not null)
            await house.StopAsync(HouseDrain + TimeSpan.FromSeconds(1));
        await hosts.StopAsync(TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64)));
        await operations.StopAsync();
        LogStopped(logger);
        return 0;
    }

    private static async Task SayReadyAsync(Task starting, SystemdNotifier systemd)
    {
        await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
            systemd.Ready();
    }

    // A courtesy: redirects go on where there is no room to say where the socket is.
    private static EdgeSocket TakeOrders(ServeOptions options, ServiceProcess process, HouseChild house, Readings readings, ILogger logger)
    {
        var restart = new HouseRestart(options, house, readings, process.Restarts, process.Time, logger);
        var orders = new EdgeSocket(options.DataDirectory, process.Addresses.SocketPath("edge"), restart, logger);
        try
        {
            orders.Start();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            LogNoOrders(logger, exception.Message);
        }

        return orders;
    }

    private static async Task FailureOf(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsFaulted)
            await Task.Delay(Timeout.Infinite);
    }

    private static async Task StartOperationsAsync(WebApplication operations, ServiceProcess process)
    {
        try
        {
            await operations.StartAsync();
        }
        catch (IOException exception)
        {
            throw new ServeException($"TAUTAN_Urls__Operations is \"{process.Urls.Operations}\": {exception.Message}");
        }
    }

    // One line that says what runs where, and what to try next; once all of it is ready.
    private static async Task AnnounceAsync(ServeOptions options, ServiceProcess process, Readings readings, HouseChild? house, ILogger logger, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while ((await readings.AllAsync(cancellationToken)).Values.Any(one => one.Status == ReadyStatus.Failing))
        {
            await Task.Delay(pause, cancellationToken);
            // What takes long may take for ever: a database that is gone, say.
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks + (pause.Ticks / 16), TimeSpan.TicksPerSecond));
        }

        house?.Established();
        var where = options.Hosted.Contains(ServiceNames.Gateway) ? $"redirects and API at {process.Urls.Public}, " : "";
        var next = options.Hosted.Contains(ServiceNames.Gateway) ? $"; try: {FirstStep.Of(process.Urls, options.DataDirectory)}" : "";
        LogReady(logger, process.Environment.Version, string.Join(", ", options.IsEdge ? Catalogue.Names : options.Hosted), where, process.Urls.Operations, options.DataDirectory, next);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "tautan {Version} is ready: {Services}; {Where}health and metrics at {Operations}, data in {Data}{Next}")]
    private static partial void LogReady(ILogger logger, string version, string services, string where, string operations, string data, string next);

    [LoggerMessage(Level = LogLevel.Warning, Message = "tautan restart house cannot reach this edge: {Problem}")]
    private static partial void LogNoOrders(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: no new work is taken, what is in flight is finished")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);

    private sealed class Locks(IEnumerable<DataLock> locks) : IDisposable
    {
        private readonly List<DataLock> _locks = [.. locks];

        public void Dispose() => _locks.ForEach(held => held.Dispose());
    }
}
