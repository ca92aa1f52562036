namespace Tautan.Commands.Check.Checking;

/// <summary>Something that is checked: a URL, a file, a fragment of one; and how it is.</summary>
internal sealed class CheckItem(string url, string fragment)
{
    /// <summary>As it is told to people.</summary>
    public string Url => url;

    /// <summary>As written, without the hash; empty: none.</summary>
    public string Fragment => fragment;

    /// <summary>Where it stands; empty: the user gave it.</summary>
    public List<CheckSource> Sources { get; } = [];

    /// <summary>Null until it is known.</summary>
    public CheckOutcome? Outcome { get; set; }
}

/// <summary>Where a link stands.</summary>
/// <param name="File">Its document.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct CheckSource(string File, int Line);

/// <summary>How something is.</summary>
/// <param name="IsUp">It is there.</param>
/// <param name="Note">Of <c>Notes</c> or <see cref="CheckReasons"/>.</param>
/// <param name="Reason">Of <c>Reasons</c> or <see cref="CheckReasons"/>; null exactly where it is up.</param>
/// <param name="Detail">The reason in words; null where there is nothing to add.</param>
/// <param name="Status">Of the last answer.</param>
/// <param name="Milliseconds">How long it took; 0 for files.</param>
internal sealed record CheckOutcome(bool IsUp, string? Note, string? Reason, string? Detail, int? Status, double Milliseconds)
{
    /// <summary>It was not looked at again.</summary>
    public bool IsCached { get; init; }

    public static CheckOutcome Up(string? note = null) => new(true, note, null, null, null, 0);

    public static CheckOutcome Down(string reason, string? detail = null) => new(false, null, reason, detail, null, 0);
}
