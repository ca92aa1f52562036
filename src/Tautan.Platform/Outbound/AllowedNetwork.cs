using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>A network that is opened although it is not public.</summary>
/// <param name="Network">The network.</param>
/// <param name="Workspaces">Those that it is opened for; null: all.</param>
public sealed record AllowedNetwork(IPNetwork Network, IReadOnlySet<Guid>? Workspaces = null)
{
    private const string For = " for ";

    /// <summary>Whether it is opened for a workspace.</summary>
    /// <param name="workspace">Null: the operator's own, which is all of them.</param>
    public bool IsFor(Guid? workspace) => Workspaces is null || workspace is not { } one || Workspaces.Contains(one);

    /// <summary>Reads <c>10.0.0.0/8</c>, or <c>10.0.0.0/8 for WORKSPACE, WORKSPACE</c> with the ids of workspaces.</summary>
    public static bool TryParse(string? text, out AllowedNetwork allowed)
    {
        allowed = new AllowedNetwork(default(IPNetwork));
        var at = text?.IndexOf(For, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (!NetworkParser.TryParse(at < 0 ? text : text![..at], out var network)) return false;
        if (at < 0)
        {
            allowed = new AllowedNetwork(network);
            return true;
        }

        var workspaces = new HashSet<Guid>();
        foreach (var word in text![(at + For.Length)..].Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Guid.TryParseExact(word, "D", out var workspace)) return false;
            workspaces.Add(workspace);
        }

        allowed = new AllowedNetwork(network, workspaces);
        return true;
    }
}
