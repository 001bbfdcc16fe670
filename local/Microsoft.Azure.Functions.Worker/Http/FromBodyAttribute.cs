using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.Converters
{
    /// <summary>Reads the body of the request that an invocation answers.</summary>
    public interface IFromBodyConversionFeature
    {
        /// <summary>The body as <paramref name="targetType"/>, or null.</summary>
        ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType);
    }

    internal sealed class FromBodyConverter : IInputConverter
    {
        public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
        {
            var feature = context.FunctionContext.Features.Get<IFromBodyConversionFeature>();
            return feature is null
                ? ConversionResult.Unhandled()
                : ConversionResult.Success(await feature.ConvertAsync(context.FunctionContext, context.TargetType));
        }
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Fills a parameter of an HTTP function from the request's body.</summary>
    public class FromBodyAttribute() : InputConverterAttribute(typeof(FromBodyConverter));
}
