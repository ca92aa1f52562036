namespace Tautan.Links;

/// <summary>An import as it is stored: what was asked for, and how far it is. What it reads lies beside it, in pieces, until it has ended.</summary>
internal sealed class Import
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>The subject that asked for it; its links are made by it.</summary>
    public required string By { get; set; }

    /// <summary>One of <see cref="Importing.ImportSources"/>.</summary>
    public required string Source { get; set; }

    /// <summary>As <see cref="Importing.ImportSettings"/>; without its key once it has ended.</summary>
    public required string Settings { get; set; }

    /// <summary>One of <see cref="Importing.ImportState"/>.</summary>
    public required string State { get; set; }

    /// <summary>How many rows there are, where that is known.</summary>
    public long? Total { get; set; }

    /// <summary>How many rows were taken; it goes on behind them. Written in the commit of their links.</summary>
    public long Rows { get; set; }

    public long Created { get; set; }

    public long Replaced { get; set; }

    public long Skipped { get; set; }

    public long Failed { get; set; }

    /// <summary>Bytes that were received.</summary>
    public long Bytes { get; set; }

    /// <summary>Why it failed as a whole.</summary>
    public string? Error { get; set; }

    /// <summary>The process that is at it; empty: none.</summary>
    public string Runner { get; set; } = "";

    /// <summary>When that process last said so.</summary>
    public DateTimeOffset BeatAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>A piece of what an import reads.</summary>
internal sealed class ImportPiece
{
    public Guid ImportId { get; set; }

    /// <summary>Where in the whole it begins, in bytes.</summary>
    public long Offset { get; set; }

    public required byte[] Bytes { get; set; }
}

/// <summary>A row that could not be taken, and why.</summary>
internal sealed class ImportError
{
    public Guid ImportId { get; set; }

    /// <summary>From 1; of CSV and JSON lines the line, else the number of the entry.</summary>
    public long Line { get; set; }

    public required string Field { get; set; }

    public required string Message { get; set; }
}
