using Tautan.Contracts.Access;

namespace Tautan.Platform.Access;

/// <summary>What a token turned out to be.</summary>
/// <param name="Principal">Whom it is for; null: it is not valid.</param>
/// <param name="Problem">Why it is not: for the log and for the caller, who has it anyway.</param>
public readonly record struct TokenReading(Principal? Principal, string? Problem);
