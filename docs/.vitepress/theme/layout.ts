import { useRoute } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineComponent, h, onMounted, watch } from 'vue';

/** What is used of a browser's document; the rest of the project knows no browser. */
interface Page {
  querySelector(
    selectors: string,
  ): { setAttribute(name: string, value: string): void; removeAttribute(name: string): void } | null;
}

/** The layout of the theme, whose front page gets the landmark that it lacks. */
export const Layout = defineComponent({
  setup() {
    const route = useRoute();
    const markMain = () => {
      // It runs in a browser alone.
      const { document } = globalThis as unknown as { readonly document: Page };
      document.querySelector('.VPContent:not(.is-home)')?.removeAttribute('role');
      document.querySelector('.VPContent.is-home')?.setAttribute('role', 'main');
    };
    onMounted(markMain);
    watch(() => route.path, markMain, { flush: 'post' });
    return () => h(DefaultTheme.Layout);
  },
});
