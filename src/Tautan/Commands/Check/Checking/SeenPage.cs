using Tautan.Commands.Check.Documents;
using Tautan.Health.Probing;

namespace Tautan.Commands.Check.Checking;

/// <summary>What a probe saw of a page whose links are wanted.</summary>
/// <param name="Result">Without the body, of which there may be many.</param>
/// <param name="Judgement">What that means.</param>
/// <param name="Document">What is in it; null where it is no HTML, or goes on after what a probe looks at.</param>
internal sealed record SeenPage(ProbeResult Result, Judgement Judgement, Document? Document)
{
    public static SeenPage Of(ProbeResult result, Judgement judgement) => new(
        result with { Body = null },
        judgement,
        result is { Page: not null, Body: { } body, BodyCut: false } ? DocumentReader.Read(DocumentKind.Html, body) : null);
}
