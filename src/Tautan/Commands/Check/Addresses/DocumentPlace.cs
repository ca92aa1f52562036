namespace Tautan.Commands.Check.Addresses;

/// <summary>Where a document is, which its relative links are relative to.</summary>
/// <param name="Name">As it is told to people.</param>
/// <param name="Path">Absolute; null: it is no file.</param>
/// <param name="Url">Of a page that was fetched; null: it was not.</param>
internal sealed record DocumentPlace(string Name, string? Path, Uri? Url);
