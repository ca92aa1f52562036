using Microsoft.AspNetCore.Identity;

namespace Tautan.Identity.People;

/// <summary>A person.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public DateTimeOffset CreatedAt { get; set; }
}
