namespace Tautan.Contracts;

/// <summary>The names of the services: in settings, certificates (SAN), locks, metrics and addresses.</summary>
public static class ServiceNames
{
    public const string Gateway = "gateway";
    public const string Links = "links";
    public const string Health = "health";
    public const string Identity = "identity";

    /// <summary>The process that holds the services of a one-command installation; its operations port alone has this name.</summary>
    public const string House = "house";
}
