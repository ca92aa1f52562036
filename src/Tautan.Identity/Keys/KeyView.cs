using System.Text.Json.Serialization;

namespace Tautan.Identity.Keys;

/// <summary>An API key as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">The key itself: only in the answer that makes it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What it may do, as far as its user may.</param>
/// <param name="Workspace">Where.</param>
/// <param name="AllowedNetworks">From where; none: from everywhere.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null: never.</param>
/// <param name="LastUsedAt">When it was last exchanged, at most a quarter of an hour before it was last used; null: never.</param>
internal sealed record KeyView(
    Guid Id,
    [property: JsonPropertyName("key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret,
    string Name,
    IReadOnlyList<string> Scopes,
    Guid Workspace,
    IReadOnlyList<string> AllowedNetworks,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt)
{
    public static KeyView Of(Key key, string? secret = null) => new(
        key.Id, secret, key.Name, Words(key.Scopes), key.WorkspaceId, Words(key.AllowedNetworks), key.CreatedAt, key.ExpiresAt, key.LastUsedAt);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A page of keys.</summary>
internal sealed record KeyPage(IReadOnlyList<KeyView> Items, string? NextCursor);
