using Microsoft.Extensions.Configuration;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Telemetry;

namespace Tautan.Platform.Hosting;

/// <summary>What all hosts of one process share: what is global to a process and survives the restart of a host.</summary>
public sealed class ServiceProcess
{
    public required ServiceEnvironment Environment { get; init; }

    public required IConfiguration Configuration { get; init; }

    public required UrlsOptions Urls { get; init; }

    public required ProcessLog Log { get; init; }

    public required ProcessMeters Meters { get; init; }

    public required CertificateFiles Certificates { get; init; }

    public required ServiceAddresses Addresses { get; init; }

    /// <summary>Where services listen over TCP, by name; one that is not named listens at its Unix socket.</summary>
    public required IReadOnlyDictionary<string, Uri> Listen { get; init; }

    /// <summary>What a socket completes goes on at once on the thread that heard of it: only where nothing in the process blocks.</summary>
    public bool InlineCompletions { get; init; }

    /// <summary>Told by the process which of the services that its hosts call it restarts.</summary>
    public ServiceRestarts Restarts { get; init; } = new(TimeProvider.System);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
