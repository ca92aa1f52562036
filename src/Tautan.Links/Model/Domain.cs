namespace Tautan.Links;

/// <summary>A domain as it is stored. The default one has no name here: its name is the setting <c>Urls:Base</c>.</summary>
internal sealed class Domain
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public string Name { get; set; } = "";

    public int RedirectStatus { get; set; } = 302;

    public bool CaseSensitive { get; set; } = true;

    public bool PathSuffix { get; set; }

    public bool ForwardQuery { get; set; }

    /// <summary>Whether crawlers are asked to stay away.</summary>
    public bool DisallowRobots { get; set; }

    public int SlugLength { get; set; } = 7;
}
