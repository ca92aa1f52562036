namespace Tautan.Commands;

/// <summary>A command cannot go on, for a reason its user can understand. It becomes one line on standard error.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong and, where there is one, the remedy. It never holds a key.</param>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The HTTP status with which the server refused; 0: it did not, or never came so far.</summary>
    public int Status { get; init; }

    /// <summary>The stable word for why the server refused; null: it gave none.</summary>
    public string? Code { get; init; }
}
