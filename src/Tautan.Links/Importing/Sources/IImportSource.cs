namespace Tautan.Links.Importing.Sources;

/// <summary>Reads links of one kind of source, in an order that stays.</summary>
internal interface IImportSource
{
    /// <summary>How many rows there are; null: it is not known before the end.</summary>
    long? Total { get; }

    /// <summary>Reads the rows behind those that were taken before.</summary>
    /// <param name="taken">How many were.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImportException">It cannot be read any further; the message is for people.</exception>
    IAsyncEnumerable<ImportedRow> ReadAsync(long taken, CancellationToken cancellationToken);
}

/// <summary>An import that cannot go on.</summary>
internal sealed class ImportException(string message) : Exception(message);
