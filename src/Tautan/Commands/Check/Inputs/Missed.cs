namespace Tautan.Commands.Check.Inputs;

/// <summary>Tells of documents that were found and could not be read, and counts them. Safe for several at once.</summary>
internal sealed class Missed(Action<string> remark)
{
    private readonly Lock _lock = new();

    public int Count { get; private set; }

    /// <param name="name">Of the document or directory.</param>
    /// <param name="problem">Why.</param>
    public void Add(string name, string problem)
    {
        lock (_lock)
        {
            Count++;
            remark($"the links of '{name}' are not all checked: {problem}");
        }
    }
}
