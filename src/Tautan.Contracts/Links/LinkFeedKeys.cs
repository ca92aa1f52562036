using Tautan.Contracts.Feeds;

namespace Tautan.Contracts.Links;

/// <summary>The kinds of entry in the link feed.</summary>
public static class LinkFeedKeys
{
    /// <summary>A <see cref="LinkRecord"/>.</summary>
    public const byte LinkKind = 1;

    /// <summary>A <see cref="DomainRecord"/>.</summary>
    public const byte DomainKind = 2;

    public static FeedKey Link(Guid id) => FeedKey.Of(LinkKind, id);

    public static FeedKey Domain(Guid id) => FeedKey.Of(DomainKind, id);
}
