namespace Tautan.Commands.Programs;

/// <summary>Other programs of this machine: a browser, a clipboard, an editor.</summary>
internal interface IPrograms
{
    /// <summary>Whether there is such a program in PATH.</summary>
    bool Has(string name);

    /// <summary>Runs one on this terminal and waits until it ends.</summary>
    /// <param name="name">In PATH, or a path.</param>
    /// <param name="arguments">Given as they are; no shell reads them.</param>
    /// <param name="input">What it reads; null: what this process would read.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CommandFailure">It cannot be started.</exception>
    Task<int> RunAsync(string name, IReadOnlyList<string> arguments, string? input);
}
