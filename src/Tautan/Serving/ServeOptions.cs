namespace Tautan.Serving;

/// <summary>How <c>tautan serve</c> was called.</summary>
/// <param name="Services">What runs in this process; empty: an edge with a house as its child.</param>
/// <param name="DataDirectory">Absolute.</param>
/// <param name="IsHouse">This process is the child of an edge, and ends with it.</param>
/// <param name="NewDatabases">Services that may start empty although a database of theirs is remembered.</param>
internal sealed record ServeOptions(IReadOnlyList<string> Services, string DataDirectory, bool IsHouse, IReadOnlySet<string> NewDatabases)
{
    public bool IsEdge => Services.Count == 0;

    /// <summary>The services whose hosts run in this process.</summary>
    public IReadOnlyList<string> Hosted => IsEdge ? [Contracts.ServiceNames.Gateway] : Services;
}
