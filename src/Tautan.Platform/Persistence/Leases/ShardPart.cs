namespace Tautan.Platform.Persistence.Leases;

/// <summary>How many of the shards are a member's part: all parts together are all shards, and no two differ by more than one.</summary>
internal static class ShardPart
{
    /// <param name="place">The member's place among all of them in an order that all agree on; 0 is the first.</param>
    /// <param name="members">How many there are.</param>
    public static int Of(int place, int members) => (ShardSet.Shards / members) + (place < ShardSet.Shards % members ? 1 : 0);
}
