namespace Tautan.Platform.Feeds;

/// <content>Reading it from the disk at the start.</content>
internal sealed partial class FeedCopy
{
    private bool TryLoadBase()
    {
        _base = FeedBase.Load(_disk, _basePath, Index.Reserve, change => Take(change));
        if (_base is null)
        {
            Forget();
            PutAside();
            return false;
        }

        Position = _base.Position;
        Held = _base.Held;
        return true;
    }

    private void LoadLog()
    {
        try
        {
            _log = FeedLog.Load(_disk, _logPath, _base!.Generation, Position.Epoch, (changes, revision) =>
            {
                foreach (var change in changes)
                    Take(change with { Place = change.Place with { Record = _base.Entries + change.Place.Record } });
                Position = Position with { Revision = Math.Max(revision, Position.Revision) };
            });
            if (_log.Problem is { } problem)
                Fail(problem);
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            Fail(exception);
        }
    }

    private void Tell(IFeedTable table)
    {
        try
        {
            table.Expect(Index.Count);
            // Where there are as many keys as entries on disk, each is current.
            ReadCurrent(table.Apply, isEach: _base!.Entries + (_log?.Entries ?? 0) == Index.Count);
        }
        catch (IOException exception)
        {
            table.Apply([.. Index.All.Select(pair => new FeedEntry(pair.Key, Position.Revision, Deleted: true, default))]);
            Forget();
            Fail(exception);
        }
    }

    private void Forget()
    {
        _base?.Dispose();
        _base = null;
        _log?.Dispose();
        _log = null;
        Index = new FeedIndex();
        Position = FeedPosition.None;
        Held = null;
    }

    private void PutAside()
    {
        var stamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var aside = $"{_basePath}.damaged-{stamp}";
        File.Move(_basePath, aside, overwrite: true);
        Damaged = aside;
        if (File.Exists(_logPath))
            File.Move(_logPath, $"{_logPath}.damaged-{stamp}", overwrite: true);
    }
}
