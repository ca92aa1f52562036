namespace Tautan.Commands.Output;

/// <summary>Rows under headings, as a table for people or as tab-separated lines for programs.</summary>
/// <param name="Columns">The columns of the plain form, in their documented order.</param>
/// <param name="Rows">A cell a column.</param>
internal sealed record Sheet(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <param name="Heading">What stands over it in a table; null: only programs are given it.</param>
/// <param name="Whole">It is never broken into lines, since people copy it.</param>
internal sealed record Column(string? Heading, bool Whole = false)
{
    public static readonly Column ForPrograms = new(Heading: null);
}

/// <param name="Text">As the server sent it; it is made harmless when it is written.</param>
/// <param name="Tone">How it is to be taken.</param>
/// <param name="Shown">What people are shown instead; null: <paramref name="Text"/>.</param>
internal sealed record Cell(string? Text, Tone Tone = Tone.Neutral, string? Shown = null)
{
    public static implicit operator Cell(string? text) => new(text);
}

/// <summary>How something is to be taken; a colour where there are colours.</summary>
internal enum Tone
{
    Neutral,
    Good,
    Doubtful,
    Bad,
    Quiet,
}
