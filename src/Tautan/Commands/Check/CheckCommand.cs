using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tautan.Commands.Check.Caching;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Check.Inputs;
using Tautan.Commands.Check.Pages;
using Tautan.Commands.Check.Reporting;
using Tautan.Commands.Check.Settings;
using Tautan.Health.Parking;
using Tautan.Health.Probing;
using Tautan.Platform.Outbound;

namespace Tautan.Commands.Check;

/// <summary><c>tautan check</c>: checks the links of documents, by the rules of Health. Needs no server.</summary>
internal sealed class CheckCommand
{
    private static readonly IPNetwork[] Everywhere = [new(IPAddress.Any, 0), new(IPAddress.IPv6Any, 0)];

    // A run is short: what it does not test again it has just tested.
    private const int MostUses = 1000;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    public const string Name = "check";

    private readonly CheckFlags _flags = new();

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var check = new CheckCommand();
        var command = new Command(Name, "Check the links of files, directories and pages; the exit code is 1 when one is broken");
        check._flags.AddTo(command);
        command.Add(options.Json);
        command.Do(surroundings, options, check.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var surroundings = session.Surroundings;
        var started = surroundings.Time.GetTimestamp();
        var settings = new SettingsReader(_flags, session.Parsed, surroundings.WorkingDirectory).Read();
        var identity = ProbeIdentity.Of(ShowVersion.Version, null);
        var connector = new Lazy<OutboundConnector>(() => new OutboundConnector(
            new SystemResolver(), AddressGuard.Opening(settings.PublicOnly ? [] : Everywhere), new TrustedRoots(new X509Certificate2Collection()), surroundings.Time, settings.Proxy));
        using var shelf = new ConnectionShelf(MostUses, LongestIdle, surroundings.Time);
        var web = new Lazy<WebCheck>(() => new WebCheck(
            new Prober(connector.Value, new OutboundHandlers(connector.Value), identity, new DomainParking(ParkedDomains.Default, new DnsNameServers(), surroundings.Time), shelf, surroundings.Time),
            settings,
            surroundings.Time));
        var lanes = new HostLanes(surroundings.Time);
        using var checker = new Checker(web, lanes, settings);

        var plan = new CheckPlan(settings);
        var cache = new CheckCache(settings, surroundings.Time);
        var missed = new Missed(session.Remark);
        var inputs = new InputReader(settings, surroundings.Input, missed, session.Remark);
        foreach (var document in inputs.Read(cancellation)) plan.Add(document);
        var given = inputs.Urls.Distinct(StringComparer.Ordinal).Select(url => new GivenUrl(url, plan.Add(url))).ToList();
        cache.Apply(plan);
        var isInterrupted = await IsInterruptedAsync();
        var report = CheckReport.Of(plan, surroundings.Time.GetElapsedTime(started));
        Write(report, session, settings.Format);
        if (cache.Save(plan) is { } problem) session.Remark(problem);
        if (isInterrupted) cancellation.ThrowIfCancellationRequested();
        if (report.Broken.Count > 0) return ExitCodes.Failed;
        return missed.Count > 0 ? ExitCodes.Usage : ExitCodes.Ok;

        // What is known by then is told. One method, since each of those is compiled when it is first called.
        async Task<bool> IsInterruptedAsync()
        {
            var progress = new CheckProgress(surroundings);
            try
            {
                if (given.Count > 0 && !settings.NoPages && !settings.Offline)
                {
                    var fetcher = new Lazy<PageFetcher>(() => new PageFetcher(connector.Value, new OutboundHandlers(connector.Value), identity, lanes, settings));
                    var pages = new GivenPages(checker, fetcher, settings, missed);
                    await progress.ShowAsync(given.Count, async done => (await pages.ReadAsync(given, done, cancellation)).ForEach(plan.Add));
                    cache.Apply(plan);
                }

                await progress.ShowAsync(plan.Items.Count, done => checker.RunAsync(plan, done, cancellation));
                return false;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return true;
            }
        }
    }

    private static void Write(CheckReport report, Session session, ReportFormat format)
    {
        switch (session.Printer.IsJson ? ReportFormat.Json : format)
        {
            case ReportFormat.Json: JsonReport.Write(report, session.Surroundings); break;
            case ReportFormat.JUnit: JUnitReport.Write(report, session.Surroundings.Out); break;
            case ReportFormat.Markdown: MarkdownReport.Write(report, session.Surroundings.Out); break;
            default: TableReport.Write(report, session); break;
        }
    }
}
