namespace Tautan.Links.Importing;

/// <summary>The slugs that a dry run has come by, of which none is in the database. What a batch has seen is forgotten where its work is run again.</summary>
internal sealed class SeenSlugs
{
    private readonly HashSet<(Guid Domain, string Key)> _all = [];
    private readonly List<(Guid Domain, string Key)> _batch = [];

    /// <summary>Begins a batch that was never begun, or begins it anew.</summary>
    public void BeginBatch()
    {
        foreach (var slug in _batch)
            _all.Remove(slug);
        _batch.Clear();
    }

    /// <summary>Says that the batch is written.</summary>
    public void EndBatch() => _batch.Clear();

    /// <returns>False where it was seen before.</returns>
    public bool Add((Guid Domain, string Key) slug)
    {
        if (!_all.Add(slug))
            return false;
        _batch.Add(slug);
        return true;
    }
}
