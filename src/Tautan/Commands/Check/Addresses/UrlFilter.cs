using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Addresses;

/// <summary>What of all links is checked, by the user's patterns.</summary>
/// <param name="include">Only what one of these matches; none: everything.</param>
/// <param name="exclude">Nothing that one of these matches.</param>
internal sealed class UrlFilter(IReadOnlyList<Regex> include, IReadOnlyList<Regex> exclude)
{
    public static readonly UrlFilter Everything = new([], []);

    /// <exception cref="CommandFailure">A pattern takes too long.</exception>
    public bool Wants(string url) => !Excludes(url) && (include.Count == 0 || include.Any(pattern => Matches(pattern, url)));

    /// <exception cref="CommandFailure">A pattern takes too long.</exception>
    public bool Excludes(string url) => exclude.Any(pattern => Matches(pattern, url));

    private static bool Matches(Regex pattern, string url)
    {
        try
        {
            return pattern.IsMatch(url);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"the pattern '{pattern}' takes too long on '{url}'");
        }
    }
}
