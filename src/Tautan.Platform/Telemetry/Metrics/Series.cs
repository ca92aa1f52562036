namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>One way to write the tags of a series; the same tags in another order have the same value.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] tags, int hash, SeriesValue value, Series? next)
{
    public SeriesValue Value { get; } = value;

    public Series? Next { get; } = next;

    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 17;
        foreach (ref readonly var tag in tags)
            hash = (((hash * 31) + tag.Key.GetHashCode(StringComparison.Ordinal)) * 31) + (tag.Value?.GetHashCode() ?? 0);
        return hash;
    }

    public bool Is(int otherHash, ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (hash != otherHash || tags.Length != others.Length)
            return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i].Key != others[i].Key || !Equals(tags[i].Value, others[i].Value))
                return false;
        }

        return true;
    }
}
