using Microsoft.EntityFrameworkCore;

namespace Tautan.Links.Writing;

/// <summary>Which of some slugs a workspace cannot have: a link has them, or another workspace's tombstone keeps them.</summary>
internal sealed class TakenSlugs
{
    private readonly Guid _domain;
    private readonly List<string> _ownStones;

    private TakenSlugs(Guid domain, HashSet<string> keys, List<string> ownStones) => (_domain, Keys, _ownStones) = (domain, keys, ownStones);

    public IReadOnlySet<string> Keys { get; }

    /// <summary>Looks for them.</summary>
    /// <param name="db">With everything saved.</param>
    /// <param name="workspace">Who wants them.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="keys">As they are matched.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<TakenSlugs> AmongAsync(LinksDb db, Guid workspace, Guid domain, List<string> keys, CancellationToken cancellationToken)
    {
        // One key is asked for by equality: a list is unpacked by the database, at a price.
        var key = keys[0];
        var links = keys.Count == 1 ? db.Links.Where(link => link.SlugKey == key) : db.Links.Where(link => keys.Contains(link.SlugKey));
        var stones = keys.Count == 1 ? db.Tombstones.Where(stone => stone.SlugKey == key) : db.Tombstones.Where(stone => keys.Contains(stone.SlugKey));
        var found = await links.Where(link => link.DomainId == domain).Select(link => new { link.SlugKey, link.WorkspaceId, IsStone = false })
            .Concat(stones.Where(stone => stone.DomainId == domain).Select(stone => new { stone.SlugKey, stone.WorkspaceId, IsStone = true }))
            .ToListAsync(cancellationToken);
        return new TakenSlugs(
            domain,
            found.Where(row => !row.IsStone || row.WorkspaceId != workspace).Select(row => row.SlugKey).ToHashSet(StringComparer.Ordinal),
            [.. found.Where(row => row.IsStone && row.WorkspaceId == workspace).Select(row => row.SlugKey)]);
    }

    /// <summary>Removes the workspace's own tombstones of slugs that are now used again.</summary>
    public async Task MakeRoomAsync(LinksDb db, IReadOnlySet<string> used, CancellationToken cancellationToken)
    {
        var gone = _ownStones.Where(used.Contains).ToList();
        if (gone.Count != 0)
            await db.Tombstones.Where(stone => stone.DomainId == _domain && gone.Contains(stone.SlugKey)).ExecuteDeleteAsync(cancellationToken);
    }
}
