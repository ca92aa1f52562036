using Tautan.Commands.Check.Checking;

namespace Tautan.Commands.Check.Pages;

/// <summary>A URL that the user gave.</summary>
/// <param name="Url">As it was given.</param>
/// <param name="Target">What of the plan checks it; null: the user's own patterns leave it out, or it is nothing that could be asked for.</param>
internal sealed record GivenUrl(string Url, WebTarget? Target);
