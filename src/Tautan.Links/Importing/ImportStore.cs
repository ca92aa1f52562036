using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tautan.Links.Creating;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Importing;

/// <summary>Keeps imports, and what they read.</summary>
internal sealed class ImportStore(IDbContextFactory<LinksDb> factory, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time)
{
    /// <summary>How long a process may be silent before another goes on with its import.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private readonly string _runner = Guid.NewGuid().ToString("N");

    public static Task<Import?> FindAsync(LinksDb db, Guid workspace, Guid id, CancellationToken cancellationToken) =>
        db.Imports.SingleOrDefaultAsync(import => import.Id == id && import.WorkspaceId == workspace, cancellationToken);

    /// <summary>Takes an import that nobody is at, the oldest of each workspace; null: there is none.</summary>
    public Task<Import?> TakeAsync(CancellationToken cancellationToken) => unitOfWork.WriteAsync(
        async (context, token) =>
        {
            var (now, deadline) = (time.GetUtcNow(), time.GetUtcNow() - Silence);
            await context.Db.Imports.Where(import => import.FinishedAt < now - KeptFor).ExecuteDeleteAsync(token);
            var import = await context.Db.Imports
                .Where(import => import.State == ImportState.Running && (import.Runner == "" || import.BeatAt < deadline)
                    && !context.Db.Imports.Any(other => other.WorkspaceId == import.WorkspaceId && other.State == ImportState.Running && other.Runner != "" && other.BeatAt >= deadline))
                .OrderBy(import => import.Id)
                .FirstOrDefaultAsync(token);
            if (import is null)
                return null;
            (import.Runner, import.BeatAt) = (_runner, now.ToStored());
            await context.Db.SaveChangesAsync(token);
            return import;
        },
        cancellationToken);

    /// <summary>The import as it is, within a work, where this process is still at it; null: it was cancelled, or another process is.</summary>
    public async Task<Import?> ContinueAsync(WriteContext<LinksDb> context, Guid id, CancellationToken cancellationToken)
    {
        var import = await context.Db.Imports.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (import is null || import.State != ImportState.Running || import.Runner != _runner)
            return null;
        import.BeatAt = time.GetUtcNow().ToStored();
        return import;
    }

    /// <summary>Ends an import; its data and its key go.</summary>
    public async Task EndAsync(WriteContext<LinksDb> context, Import import, string state, string? error, CancellationToken cancellationToken)
    {
        (import.State, import.Error, import.Runner, import.FinishedAt) = (state, error is null ? null : Shown(error), "", time.GetUtcNow().ToStored());
        import.Settings = JsonSerializer.Serialize(JsonSerializer.Deserialize<ImportSettings>(import.Settings)! with { ApiKey = null });
        if (state == ImportState.Done)
            import.Total = import.Rows;
        await context.Db.SaveChangesAsync(cancellationToken);
        await context.Db.ImportPieces.Where(piece => piece.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>A message that may hold a part of a file: one line, without what no database keeps.</summary>
    public static string Shown(string message)
    {
        const int Longest = 1000;
        var text = LinkText.IsText(message) ? message : string.Concat(message.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character));
        return text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
    }

    /// <summary>What was sent, as one stream.</summary>
    public Stream Open(Guid id) => new PieceStream(offset =>
    {
        using var db = factory.CreateDbContext();
        return db.ImportPieces.AsNoTracking().Where(piece => piece.ImportId == id && piece.Offset == offset).Select(piece => piece.Bytes).SingleOrDefault();
    });
}
