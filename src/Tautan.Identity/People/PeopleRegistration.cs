using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Identity.Sessions;

namespace Tautan.Identity.People;

internal static class PeopleRegistration
{
    /// <summary>Adds people: their passwords and their sessions.</summary>
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<User>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<IdentityDb>();
        services.AddScoped<Passwords>();
        services.AddScoped<Joining>();
        services.AddSingleton<SignedIn>();
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "tautan-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.HttpOnly = true;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forms.FormFieldName = "form";
            forms.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthentication().AddCookie(CookieAuthenticationDefaults.AuthenticationScheme, cookie =>
        {
            cookie.Cookie.Name = "tautan-session";
            // A program's page leads here by a link, so that Strict would show nobody signed in.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = SignedIn.Lifetime;
        });
    }
}
