using System.CommandLine;
using System.Globalization;

namespace Tautan.Commands;

/// <summary>Bounds for numbers that only the client knows; those that the server knows are left to it.</summary>
internal static class OptionBounds
{
    public static Option<int> Between(this Option<int> option, int least, int most, string what)
    {
        option.Validators.Add(result =>
        {
            // Text that is no number has its own error already.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (number < least || number > most))
                result.AddError($"{option.Name} must be {least} to {most} {what}");
        });
        return option;
    }
}
