using System.CommandLine;

namespace Tautan.Commands.Links;

/// <summary>The argument LINK, wherever one or several are named.</summary>
internal static class LinkArgument
{
    public static Argument<string> One() => new("LINK") { Description = "An id, a slug or a short URL" };

    public static Argument<string[]> Several() => new("LINK") { Description = "Ids, slugs or short URLs", Arity = ArgumentArity.OneOrMore };
}
