using Microsoft.EntityFrameworkCore;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Writing;

/// <summary>Who has a slug: a link, or what is left of one.</summary>
internal readonly record struct SlugHolder(string Key, Guid Workspace, bool IsStone);

/// <summary>Which of some slugs a workspace cannot have: a link has them, or another workspace's tombstone keeps them.</summary>
internal sealed class TakenSlugs
{
    private readonly Guid _domain;
    private readonly List<string> _ownStones;

    private TakenSlugs(Guid domain, HashSet<string> keys, List<string> ownStones) => (_domain, Keys, _ownStones) = (domain, keys, ownStones);

    public IReadOnlySet<string> Keys { get; }

    /// <summary>Looks for them.</summary>
    /// <param name="context">With everything saved.</param>
    /// <param name="workspace">Who wants them.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="keys">As they are matched.</param>
    public static async Task<TakenSlugs> AmongAsync(WriteContext<LinksDb> context, Guid workspace, Guid domain, IReadOnlyCollection<string> keys)
    {
        var holders = await LinkStatements.Of(context).HoldersAsync(domain, keys);
        return new TakenSlugs(
            domain,
            holders.Where(holder => !holder.IsStone || holder.Workspace != workspace).Select(holder => holder.Key).ToHashSet(StringComparer.Ordinal),
            [.. holders.Where(holder => holder.IsStone && holder.Workspace == workspace).Select(holder => holder.Key)]);
    }

    /// <summary>Removes the workspace's own tombstones of slugs that are now used again.</summary>
    public async Task MakeRoomAsync(LinksDb db, IReadOnlySet<string> used, CancellationToken cancellationToken)
    {
        var gone = _ownStones.Where(used.Contains).ToList();
        if (gone.Count != 0)
            await db.Tombstones.Where(stone => stone.DomainId == _domain && EF.Parameter(gone).Contains(stone.SlugKey)).ExecuteDeleteAsync(cancellationToken);
    }
}
