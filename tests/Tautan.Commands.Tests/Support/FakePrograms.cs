using Tautan.Commands.Programs;

namespace Tautan.Commands.Tests.Support;

/// <summary>Programs that a test says there are, and what they were told.</summary>
internal sealed class FakePrograms : IPrograms
{
    private readonly List<string> _ran = [];

    public HashSet<string> There { get; init; } = [];

    /// <summary>What one does with its arguments; its exit code.</summary>
    public Func<string, IReadOnlyList<string>, int> Does { get; init; } = (_, _) => 0;

    /// <summary>"program argument… &lt; input" of all that ran.</summary>
    public IReadOnlyList<string> Ran => _ran;

    public bool Has(string name) => There.Contains(name);

    public Task<int> RunAsync(string name, IReadOnlyList<string> arguments, string? input)
    {
        _ran.Add(string.Join(' ', [name, .. arguments]) + (input is null ? "" : $" < {input}"));
        return Task.FromResult(Does(name, arguments));
    }
}
