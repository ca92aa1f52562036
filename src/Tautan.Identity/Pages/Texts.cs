using Microsoft.AspNetCore.Http;

namespace Tautan.Identity.Pages;

/// <summary>What the pages say, in English and Indonesian.</summary>
internal sealed record Texts(
    string Language,
    string SignIn,
    string Name,
    string Password,
    string Again,
    string WrongPassword,
    string Setup,
    string SetupHint,
    string Save,
    string Different,
    string Weak,
    string LinkOver,
    string Device,
    string Code,
    string Continue,
    string WrongCode,
    string Asks,
    string Allow,
    string Deny,
    string Done,
    string Denied,
    string Expired,
    string Invitation,
    string InvitationHint,
    string NameTaken,
    string BadName,
    string Accept)
{
    private static readonly Texts English = new(
        "en",
        "Sign in",
        "Name or e-mail",
        "Password",
        "Password, once more",
        "Name or password is not right, or there were too many attempts.",
        "Choose a password",
        "At least 12 characters. A few words are better than one.",
        "Save",
        "The two passwords differ.",
        "This password is too easy to guess: take at least 12 characters, and not the name.",
        "This link is not valid any more.",
        "Connect a device",
        "Code",
        "Continue",
        "There is no such code, or it has expired.",
        "wants to act for you. Do this only if you started it, and the code there is",
        "Allow",
        "Deny",
        "Done. You can close this page and go back.",
        "Denied. Nothing was connected.",
        "This page was open for too long. Please try again.",
        "Accept an invitation",
        "You were invited to",
        "Somebody has this name already.",
        "A name has 1 to 100 characters.",
        "Accept");

    private static readonly Texts Indonesian = new(
        "id",
        "Masuk",
        "Nama atau surel",
        "Kata sandi",
        "Kata sandi, sekali lagi",
        "Nama atau kata sandi salah, atau terlalu banyak percobaan.",
        "Pilih kata sandi",
        "Paling sedikit 12 karakter. Beberapa kata lebih baik daripada satu.",
        "Simpan",
        "Kedua kata sandi berbeda.",
        "Kata sandi ini terlalu mudah ditebak: pakai paling sedikit 12 karakter, dan bukan nama Anda.",
        "Tautan ini tidak berlaku lagi.",
        "Hubungkan perangkat",
        "Kode",
        "Lanjut",
        "Kode ini tidak ada atau sudah kedaluwarsa.",
        "ingin bertindak atas nama Anda. Izinkan hanya jika Anda yang memulainya, dan kodenya di sana",
        "Izinkan",
        "Tolak",
        "Selesai. Halaman ini boleh ditutup.",
        "Ditolak. Tidak ada yang dihubungkan.",
        "Halaman ini terbuka terlalu lama. Silakan coba lagi.",
        "Terima undangan",
        "Anda diundang ke",
        "Nama ini sudah dipakai.",
        "Nama terdiri dari 1 sampai 100 karakter.",
        "Terima");

    /// <summary>In the language that a browser prefers of the two.</summary>
    public static Texts Of(HttpContext http)
    {
        var best = http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(language => language.StartsWith("id", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return best?.StartsWith("id", StringComparison.OrdinalIgnoreCase) == true ? Indonesian : English;
    }
}
