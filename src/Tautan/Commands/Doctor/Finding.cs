namespace Tautan.Commands.Doctor;

/// <summary>How a thing is.</summary>
internal enum FindingState
{
    Ok,

    /// <summary>It could not be looked at, and why is said.</summary>
    Skipped,

    /// <summary>It works, and somebody should know.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Wrong,
}

/// <summary>What was found about one thing.</summary>
/// <param name="Name">Of the thing; programs look for it.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">In words.</param>
/// <param name="Remedy">What mends it: a command where there is one. Null where there is nothing to mend.</param>
internal sealed record Finding(string Name, FindingState State, string Text, string? Remedy = null)
{
    public static Finding Ok(string name, string text) => new(name, FindingState.Ok, text);

    public static Finding Skipped(string name, string why) => new(name, FindingState.Skipped, why);

    public static Finding Warning(string name, string text, string? remedy) => new(name, FindingState.Warning, text, remedy);

    public static Finding Wrong(string name, string text, string? remedy) => new(name, FindingState.Wrong, text, remedy);
}
