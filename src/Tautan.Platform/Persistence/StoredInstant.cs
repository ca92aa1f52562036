namespace Tautan.Platform.Persistence;

public static class StoredInstant
{
    /// <summary>An instant as every database gives it back: in UTC, cut to milliseconds. What is answered at a write must be what is read after it.</summary>
    public static DateTimeOffset ToStored(this DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
