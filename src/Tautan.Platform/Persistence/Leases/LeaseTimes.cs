namespace Tautan.Platform.Persistence.Leases;

/// <summary>How leases are kept. A holder stops before anybody may follow it.</summary>
/// <param name="Beat">How often a holder says that it lives, and others look.</param>
/// <param name="GiveUp">After how long without a successful beat a holder stops.</param>
/// <param name="TakeOver">How long others must see no beat before they follow.</param>
public sealed record LeaseTimes(TimeSpan Beat, TimeSpan GiveUp, TimeSpan TakeOver)
{
    public static readonly LeaseTimes Default = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(10));
}
