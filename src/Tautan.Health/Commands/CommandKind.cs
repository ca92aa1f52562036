namespace Tautan.Health.Commands;

/// <summary>What can be asked of whoever watches. Stored: numbers are never given twice.</summary>
internal enum CommandKind
{
    Check = 1,
    FailBack = 2,
    TakeBaseline = 3,
}
