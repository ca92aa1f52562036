using System.Collections.Concurrent;

namespace Tautan.Commands.Check.Checking;

/// <summary>The lane of each host and port, for all that asks it in a run.</summary>
internal sealed class HostLanes(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HostLane> _lanes = new(StringComparer.OrdinalIgnoreCase);

    public HostLane Of(Uri url) => _lanes.GetOrAdd(url.Authority, _ => new HostLane(time) { IsPublic = !url.IsLoopback });
}
