namespace Tautan.Commands.Check.Documents;

/// <summary>A link as it stands in a document.</summary>
/// <param name="Target">As it is written, without the marks around it.</param>
/// <param name="Line">Where, from 1.</param>
internal readonly record struct Found(string Target, int Line);
