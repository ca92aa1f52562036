using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;

namespace Tautan.Bench;

/// <summary>The links that both servers are given: the same for the same number, each slug and URL about 90 bytes together.</summary>
internal static class GeneratedLinks
{
    private static readonly HealthRecord Health = new() { Enabled = true, TimeoutSeconds = 10, FailuresToConfirm = 3, RetrySeconds = 5, SuccessesToRecover = 2, FailbackHoldSeconds = 30 };

    private static readonly HealthRecord Unwatched = new(Health) { Enabled = false };

    private const string Alphabet = "0123456789bcdfghjkmnpqrstvwxz";

    public static string Slug(int number)
    {
        // A multiplication that mixes: slugs come in no order, and never twice.
        var value = (ulong)number * 2654435761 % 17249876309;
        Span<char> slug = stackalloc char[7];
        for (var i = slug.Length - 1; i >= 0; i--, value /= (ulong)Alphabet.Length)
            slug[i] = Alphabet[(int)(value % (ulong)Alphabet.Length)];
        return new string(slug);
    }

    public static string Url(int number) =>
        $"https://www.site-{number % 1000:D3}.example/articles/2026/{Slug(number)}/a-title-of-some-more-words-{number:D8}";

    /// <param name="number">From 0.</param>
    /// <param name="isWatched">Whether Health would probe it, if it heard of it.</param>
    public static LinkRecord Link(int number, bool isWatched = true)
    {
        var (id, url) = (Guid.CreateVersion7(), Url(number));
        var health = isWatched ? Health : Unwatched;
        var target = VerdictFeedKeys.Target(WellKnown.WorkspaceId, id, url, health).ToGuid();
        return new LinkRecord
        {
            Id = id.ToByteString(),
            Workspace = WellKnown.WorkspaceId.ToByteString(),
            Domain = WellKnown.DefaultDomainId.ToByteString(),
            Slug = Slug(number),
            Enabled = true,
            RedirectStatus = 302,
            Health = health,
            Routes = { new RouteRecord { Destinations = { new DestinationRecord { Id = Guid.CreateVersion7().ToByteString(), Url = url, Target = target.ToByteString() } } } },
        };
    }
}
