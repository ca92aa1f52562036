namespace Tautan.Platform.Persistence.Leases;

/// <summary>How long each member has shown no sign of life, by our own clock.</summary>
internal sealed class MemberWatch(TimeProvider time)
{
    private Dictionary<string, (long Beat, long Since)> _seen = [];

    public bool IsDead(LeaseRow member, TimeSpan after) =>
        _seen.TryGetValue(member.Owner, out var seen) && seen.Beat == member.Beat && time.GetElapsedTime(seen.Since) >= after;

    public void Saw(IEnumerable<(string Owner, long Beat)> members)
    {
        var now = time.GetTimestamp();
        _seen = members.ToDictionary(
            member => member.Owner,
            member => _seen.TryGetValue(member.Owner, out var seen) && seen.Beat == member.Beat ? seen : (member.Beat, now));
    }
}
