using Tautan.Health.Probing;

namespace Tautan.Health.Seeing;

/// <summary>
/// The part of the world that an address belongs to: the public one, or one allowed network. Whether we can see is asked
/// for each by itself: that the internet answers says nothing about the office's network.
/// </summary>
internal readonly record struct Network(string Name)
{
    public static readonly Network Public = new("public");

    public static Network Of(RemoteAddress? remote) => remote?.AllowedNetwork is { } network ? new Network(network.ToString()) : Public;
}
